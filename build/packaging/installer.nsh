!include "${BUILD_RESOURCES_DIR}/command-path.nsh"

; What the app itself wrote into the registry of this user goes with it: that it starts at login, that portside:// leads to it,
; and what a click on a notice calls. An update keeps them. Id and class are those of electron/shell/app-id.ts.
!macro customUnInstall
  !insertmacro removeCommandFromPath
  ${ifNot} ${isUpdated}
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${APP_ID}"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "${APP_ID}"
    DeleteRegKey HKCU "Software\Classes\portside"
    DeleteRegKey HKCU "Software\Classes\CLSID\{08CC242B-0244-42B4-B321-D76A5A3636E6}"
  ${endIf}
!macroend

; Chromium's sandboxed processes read the program's files as a "restricted application package". A folder of the user's that
; other installers gave entries for packages that are gone, and none for these, ends them as they start
; (https://github.com/electron/electron/issues/51761). Read and run, for this folder alone; a disk without such lists refuses.
!macro customInstall
  nsExec::Exec '"$SYSDIR\icacls.exe" "$INSTDIR" /grant *S-1-15-2-2:(OI)(CI)(RX) /Q'
  Pop $0
  DetailPrint "icacls: $0"
  !insertmacro addCommandToPath
!macroend
