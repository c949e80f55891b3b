@echo off
rem The command `portside` of an installed app. Portside.exe is a program for windows: only a script like this waits for it,
rem lends it this console and has its exit code. Without a word, or with a link, it starts the app.
setlocal DisableDelayedExpansion
if "%~1"=="" (
  start "" "%~dp0..\Portside.exe"
  exit /b 0
)
set "PORTSIDE_GIVEN_WORD=%~1"
if /i "%PORTSIDE_GIVEN_WORD:~0,11%"=="portside://" (
  start "" "%~dp0..\Portside.exe" "%PORTSIDE_GIVEN_WORD%"
  exit /b 0
)
set "PORTSIDE_GIVEN_NODE_OPTIONS=%NODE_OPTIONS%"
set "PORTSIDE_GIVEN_NODE_EXTRA_CA_CERTS=%NODE_EXTRA_CA_CERTS%"
"%~dp0..\Portside.exe" --portside-command -- %*
exit /b %errorlevel%
