import type { CheckId, Cure } from '../../electron/contract/doctor.ts';
import { useSend } from '../send.ts';
import { text } from '../text/text.ts';
import { useMoves } from '../view.ts';

/** What the button of a cure says. */
export function sayCure(cure: Cure): string {
  const words = text.doctor.cures;
  if (cure.kind === 'move') return words.move(cure.localPort);
  if (cure.kind === 'sign-in' && cure.accountId === undefined) return text.doctor.signIn;
  return words[cure.kind];
}

/** Does it; resolves with whether that was accepted. */
export function useCure(check: CheckId, finding: number): (cure: Cure) => Promise<boolean> {
  const send = useSend();
  const { lay, showSettings } = useMoves();
  return async (cure) => {
    switch (cure.kind) {
      case 'sign-in':
        lay({ kind: 'sign-in', ...(cure.accountId !== undefined && { accountId: cure.accountId }) });
        return true;
      case 'hostnames':
        lay({ kind: 'hostnames' });
        return true;
      case 'keep-tokens':
        showSettings('general');
        return true;
      case 'repair-hosts':
        return send({ type: 'hostnames.repair' });
      case 'retry':
        return send({ type: 'forward.retry', id: cure.forward });
      case 'move': {
        const { forward: id, port, host, localPort } = cure;
        return send({ type: 'forward.place', id, port, host, localPort });
      }
      case 'terminal':
        return send({ type: 'doctor.copy-line', check, finding });
    }
  };
}
