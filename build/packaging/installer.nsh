; What the app itself wrote into the registry of this user goes with it: that it starts at login, and that portside:// leads
; to it. An update keeps both. The name of the first is the app's id (electron/shell/app-id.ts).
!macro customUnInstall
  ${ifNot} ${isUpdated}
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${APP_ID}"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "${APP_ID}"
    DeleteRegKey HKCU "Software\Classes\portside"
  ${endIf}
!macroend

; Chromium's sandboxed processes read the program's files as a "restricted application package". A folder of the user's that
; other installers gave entries for packages that are gone, and none for these, ends them as they start
; (https://github.com/electron/electron/issues/51761). Read and run, for this folder alone; a disk without such lists refuses.
!macro customInstall
  nsExec::Exec '"$SYSDIR\icacls.exe" "$INSTDIR" /grant *S-1-15-2-2:(OI)(CI)(RX) /Q'
  Pop $0
  DetailPrint "icacls: $0"
!macroend
