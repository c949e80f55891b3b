type Row = Readonly<Record<string, string | undefined>>;

/** Columns that have something in them, each as wide as its widest cell. */
export function table(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = names.filter((name) => rows.some((row) => row[name]));
  const lines = [
    columns.map((name) => name.toUpperCase()),
    ...rows.map((row) => columns.map((name) => clean(row[name]))),
  ];
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

/** One line, nothing that a terminal would obey. */
function clean(cell = ''): string {
  return cell.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
}
