import type { Doctor } from '../contract/doctor.ts';
import { checkDisk } from './checks/disk.ts';
import { checkGateways } from './checks/gateway.ts';
import { checkHostsFile } from './checks/hosts-file.ts';
import { checkLoopback } from './checks/loopback.ts';
import { checkPorts } from './checks/ports.ts';
import { checkTold } from './checks/told.ts';
import { checkTokens } from './checks/token.ts';
import { checkWays } from './checks/way.ts';
import { createExaminer } from './examine.ts';
import { shareLooks, waysOf, type DoctorParts } from './parts.ts';

/** All that is looked at. `ownHost` is the platform of those who are not signed in. */
export function openDoctor(
  parts: DoctorParts & { readonly ownHost: string; readonly report: (doctor: Doctor) => void },
) {
  const { read, ownHost, report, now } = parts;
  return createExaminer({
    report,
    now,
    examinations: () => [
      checkTokens(parts),
      ...checkWays({ ...parts, look: shareLooks(parts), ways: () => waysOf(read(), ownHost) }),
      checkGateways(parts),
      checkPorts(parts),
      checkLoopback(),
      checkHostsFile(parts),
      ...checkTold(parts),
      checkDisk(parts),
    ],
  });
}
