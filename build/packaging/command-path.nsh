; Puts the folder of the command `portside` into the PATH: the user's, or the computer's where the app is for all users.
; A PATH that NSIS cannot read whole is left as it is: writing back a part of it would break other programs.
!include WordFunc.nsh
!include WinMessages.nsh

!define USER_ENVIRONMENT "Environment"
!define COMPUTER_ENVIRONMENT "SYSTEM\CurrentControlSet\Control\Session Manager\Environment"

!macro changePath ROOT KEY SIGN
  Push $0
  Push $1
  ClearErrors
  ReadRegStr $0 ${ROOT} "${KEY}" "Path"
  ${IfNot} ${Errors}
    StrLen $1 "$0;$INSTDIR\bin"
    IntOp $1 $1 + 1
    ${If} $1 < ${NSIS_MAX_STRLEN}
      ${WordAdd} "$0" ";" "${SIGN}$INSTDIR\bin" $1
      ${If} $1 != $0
        WriteRegExpandStr ${ROOT} "${KEY}" "Path" "$1"
        SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=2000
      ${EndIf}
    ${EndIf}
  ${EndIf}
  Pop $1
  Pop $0
!macroend

!macro addCommandToPath
  ${If} $installMode == "all"
    !insertmacro changePath HKLM "${COMPUTER_ENVIRONMENT}" "+"
  ${Else}
    !insertmacro changePath HKCU "${USER_ENVIRONMENT}" "+"
  ${EndIf}
!macroend

!macro removeCommandFromPath
  ${If} $installMode == "all"
    !insertmacro changePath HKLM "${COMPUTER_ENVIRONMENT}" "-"
  ${Else}
    !insertmacro changePath HKCU "${USER_ENVIRONMENT}" "-"
  ${EndIf}
!macroend
