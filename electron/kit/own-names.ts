/**
 * Variables by which a computer finds its programs and its user's things, or by which programs run code of somebody's choice
 * before their own. A service's environment may hold them, for its container: here they would break the shell, and whoever
 * may edit that environment would run what he likes on the computers of all who use it.
 */
const NAMES = new Set(
  `PATH HOME SHELL USER LOGNAME PWD OLDPWD TMPDIR TMP TEMP ZDOTDIR XDG_CONFIG_HOME XDG_RUNTIME_DIR DBUS_SESSION_BUS_ADDRESS
  DISPLAY WAYLAND_DISPLAY SSH_AUTH_SOCK SSH_ASKPASS SUDO_ASKPASS ENV BASH_ENV SHELLOPTS BASHOPTS IFS PS4 PROMPT_COMMAND
  EDITOR VISUAL PAGER BROWSER LESSOPEN LESSCLOSE MANPAGER PSQLRC PSQL_PAGER PSQL_EDITOR GCONV_PATH GLIBC_TUNABLES
  OPENSSL_CONF OPENSSL_MODULES NODE_OPTIONS NODE_PATH ELECTRON_RUN_AS_NODE PYTHONSTARTUP PYTHONPATH PYTHONHOME
  PYTHONINSPECT PERL5OPT PERL5LIB PERL5DB RUBYOPT RUBYLIB JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS JAVA_OPTS
  DOTNET_STARTUP_HOOKS PHPRC PHP_INI_SCAN_DIR COMSPEC PATHEXT SYSTEMROOT WINDIR PSMODULEPATH USERPROFILE APPDATA
  LOCALAPPDATA`.split(/\s+/),
);
const BEGINNINGS = /^(?:LD_|DYLD_|BASH_FUNC_|GIT_|NPM_CONFIG_|CORECLR_|COR_)/;

/** In any case: Windows knows no other. */
export function isOfThisComputer(name: string): boolean {
  const plain = name.toUpperCase();
  return NAMES.has(plain) || BEGINNINGS.test(plain);
}
