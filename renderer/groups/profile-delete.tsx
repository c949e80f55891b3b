import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Ask } from '../ui/ask.tsx';
import { useMoves, useView } from '../view.ts';

export function ProfileDeleteDialog() {
  const send = useSend();
  const { lay } = useMoves();
  const id = useView((view) => (view.over?.kind === 'profile-delete' ? view.over.id : undefined));
  const name = useSession((state) => state.profiles[id ?? '']?.name);
  const words = text.groups.profiles;
  return (
    <Ask
      open={name !== undefined}
      title={words.deleteTitle(name ?? '')}
      action={words.delete}
      onConfirm={() => id !== undefined && void send({ type: 'profile.delete', id })}
      onClose={() => lay(undefined)}
    >
      {words.deleteText}
    </Ask>
  );
}
