import type { ResourceKey } from '../../electron/contract/catalog.ts';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Switch } from '../ui/switch.tsx';

/** Shows the wish, which main sets as soon as it has the command; what becomes of it is said elsewhere. */
export function ForwardSwitch({
  id,
  name,
  tabIndex,
}: {
  readonly id: ResourceKey;
  readonly name: string;
  readonly tabIndex?: number;
}) {
  const send = useSend();
  const on = useSession((state) => state.forwards[id]?.wish.on ?? false);
  return (
    <Switch
      label={text.forward.name(name)}
      checked={on}
      onChange={(next) => void send({ type: 'forward.set', id, on: next })}
      {...(tabIndex !== undefined && { tabIndex })}
    />
  );
}
