import { openLogFile } from '../../electron/shell/log-file.ts';

/** Warns of whatever it is sent until it is sent `end`; an error that nobody caught ends it with 7. */
const [, , directory = ''] = process.argv;
process.on('uncaughtException', () => process.exit(7));
const { sink } = openLogFile(directory);
process.on('message', (order: string) => {
  if (order === 'end') process.exit(0);
  sink('warn', 'test', order, {});
  process.send?.('warned');
});
process.send?.('ready');
