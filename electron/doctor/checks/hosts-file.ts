import type { Finding } from '../../contract/doctor.ts';
import { readBlock } from '../../system/hosts-block.ts';
import { readHosts } from '../../system/hosts-file.ts';
import { livingOwners } from '../../system/hosts-owners.ts';
import { leftoversIn } from '../../system/hostnames-plan.ts';
import type { Examination } from '../examine.ts';
import type { DoctorParts } from '../parts.ts';

const MOST_NAMES = 5;
const NOBODY = '';

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}

/** What stands in the hosts file that does not belong there. It is only read. */
export function checkHostsFile({ read, hostsFile }: Pick<DoctorParts, 'read' | 'hostsFile'>): Examination {
  return {
    id: 'hosts-file',
    async run() {
      let text: string;
      try {
        text = await readHosts(hostsFile);
      } catch (error) {
        const reason = (error as NodeJS.ErrnoException).code ?? String(error);
        return [{ state: 'problem', code: 'hosts-unreadable', args: { file: hostsFile, reason } }];
      }
      // This run's own blocks live too: nobody is asked to have them taken out.
      const blocks = readBlock(text, await livingOwners(text, NOBODY));
      const cures = [{ kind: 'repair-hosts' }] as const;
      const findings = leftoversIn(text, blocks, NOBODY).map(({ source, names }): Finding => {
        if (source === 'official')
          return { state: 'warning', code: 'hosts-official', args: { count: names.length }, cures };
        if (blocks.state === 'damaged') return { state: 'problem', code: 'hosts-damaged', cures };
        return { state: 'warning', code: 'hosts-left', args: { count: names.length }, cures };
      });
      const elsewhere = [
        ...new Set(
          read()
            .hostnames.conflicts.filter(({ owner }) => owner === 'hosts-file' || owner === 'portside')
            .map(({ name }) => name),
        ),
      ];
      if (elsewhere.length > 0)
        findings.push({
          state: 'warning',
          code: 'hosts-conflicts',
          args: { count: elsewhere.length, names: listOf(elsewhere) },
          cures: [{ kind: 'hostnames' }],
        });
      return findings.length > 0 ? findings : [{ state: 'ok', code: 'hosts-fine' }];
    },
  };
}
