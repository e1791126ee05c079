; The installer for one person, without administrator rights. It is compiled
; from the top of the repository:
;
;   makensis -NOCD -DVERSION=0.1.0 -DNUMBER=0.1.0.0 -DSTAGE=folder -DOUT=setup.exe build/package/windows/installer.nsi
;
; STAGE holds porchlight-amd64.exe, porchlight-arm64.exe and the pages.

Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
RequestExecutionLevel user
ManifestDPIAware true

!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "x64.nsh"

!define ICON "build/package/icons/porchlight.ico"
!define HIVE "Software\Microsoft\Windows\CurrentVersion"
!define UNINSTALL "${HIVE}\Uninstall\Porchlight"
; Under these, Windows learns whose notifications are shown: tray/desktop registers them.
!define NOTIFIER "Software\Classes\AppUserModelId\Porchlight"
!define ACTIVATOR "Software\Classes\CLSID\{C5AFD1B9-E3BE-446D-9B50-D3B7255AFE7F}"

Name "Porchlight"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Porchlight"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
BrandingText "Porchlight ${VERSION}"

VIProductVersion "${NUMBER}"
VIFileVersion "${NUMBER}"
VIAddVersionKey "ProductName" "Porchlight"
VIAddVersionKey "FileDescription" "Porchlight installer"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "CompanyName" "The Porchlight authors"
VIAddVersionKey "LegalCopyright" "Copyright (c) 2026 The Porchlight authors, MIT License"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\porchlight.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Start Porchlight (only this computer can reach it, until you say otherwise)"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; Windows holds on to the file of a program that runs.
!macro MakeRoom
  ${Do}
    ClearErrors
    ${IfNot} ${FileExists} "$INSTDIR\porchlight.exe"
      ${ExitDo}
    ${EndIf}
    FileOpen $0 "$INSTDIR\porchlight.exe" a
    ${IfNot} ${Errors}
      FileClose $0
      ${ExitDo}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "Porchlight is running. Choose Quit in its menu, then Retry." /SD IDCANCEL IDRETRY +2
    Abort "Porchlight is running: quit it first."
  ${Loop}
!macroend

Section
  !insertmacro MakeRoom
  SetOutPath "$INSTDIR"
  ${If} ${IsNativeARM64}
    File "/oname=porchlight.exe" "${STAGE}/porchlight-arm64.exe"
  ${Else}
    File "/oname=porchlight.exe" "${STAGE}/porchlight-amd64.exe"
  ${EndIf}
  File "${STAGE}/README.md"
  File "${STAGE}/LICENSE.txt"
  File "${STAGE}/THIRD_PARTY_LICENSES.txt"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Porchlight.lnk" "$INSTDIR\porchlight.exe"

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Porchlight"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\porchlight.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Porchlight authors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "$0"
SectionEnd

; Settings, log, site and uploads in %LOCALAPPDATA%\porchlight belong to the
; person, and stay.
Section "un.Porchlight"
  !insertmacro MakeRoom
  Delete "$INSTDIR\porchlight.exe"
  Delete "$INSTDIR\README.md"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\THIRD_PARTY_LICENSES.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  RMDir "$LOCALAPPDATA\Programs" ; if nothing else is in it
  Delete "$SMPROGRAMS\Porchlight.lnk"
  DeleteRegValue HKCU "${HIVE}\Run" "Porchlight"
  DeleteRegValue HKCU "${HIVE}\Explorer\StartupApproved\Run" "Porchlight"
  DeleteRegKey HKCU "${NOTIFIER}"
  DeleteRegKey HKCU "${ACTIVATOR}"
  DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
