; What the app itself wrote into the registry of this user goes with it: that it starts at login, and that portside:// leads
; to it. An update keeps both. The name of the first is the app's id (electron/shell/app-id.ts).
!macro customUnInstall
  ${ifNot} ${isUpdated}
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${APP_ID}"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "${APP_ID}"
    DeleteRegKey HKCU "Software\Classes\portside"
  ${endIf}
!macroend
