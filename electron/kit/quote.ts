/** For any POSIX shell: nothing is special between single quotes but the quote itself. */
export function quoteShell(text: string): string {
  if (text !== '' && /^[A-Za-z0-9_@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Names that a shell takes for variables. */
export const isShellName = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);

/** For libpq's `key=value` strings. */
export function quoteConninfo(text: string): string {
  if (text !== '' && /^[\w.:/-]+$/.test(text)) return text;
  return `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}
