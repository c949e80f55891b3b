import { noReport } from '../../contract/doctor.ts';
import { notOpen, type Ground, type TableOf } from './table.ts';

export type DoctorDeeds = {
  /** Resolves once every check has ended, or a newer examination has taken its place. */
  readonly examine: () => Promise<void>;
  /** Without names, hosts, ids and secrets. */
  readonly writeReport: () => Promise<string>;
  readonly saveReport: (markdown: string) => Promise<void>;
  readonly copy: (text: string, secret?: boolean) => Promise<void> | void;
};

export function doctorCommands(
  { dispatch, read }: Ground,
  deeds: DoctorDeeds,
): TableOf<'doctor.run' | 'doctor.copy-line' | 'report.make' | 'report.copy' | 'report.save' | 'report.dismiss'> {
  const shown = (): string => {
    const { report } = read();
    if (report.state !== 'ready') throw notOpen();
    return report.markdown;
  };

  return {
    // Not waited for: the command is accepted, and what is found comes as state.
    'doctor.run': () => void deeds.examine(),

    'doctor.copy-line': ({ check, finding }) => {
      const found = read().doctor.checks.find(({ id }) => id === check)?.findings[finding];
      const cure = found?.cures?.find(({ kind }) => kind === 'terminal');
      if (cure?.kind !== 'terminal') throw notOpen();
      return deeds.copy(cure.line);
    },

    'report.make': async () => {
      if (read().report.state === 'making') return;
      dispatch({ type: 'report-changed', report: { state: 'making' } });
      try {
        if (read().doctor.endedAt === undefined) await deeds.examine();
        const markdown = await deeds.writeReport();
        // Closed while it was written: nobody waits for it any more.
        if (read().report.state === 'making')
          dispatch({ type: 'report-changed', report: { state: 'ready', markdown } });
      } catch (error) {
        dispatch({ type: 'report-changed', report: noReport });
        throw error;
      }
    },

    'report.copy': () => deeds.copy(shown()),
    'report.save': () => deeds.saveReport(shown()),
    'report.dismiss': () => dispatch({ type: 'report-changed', report: noReport }),
  };
}
