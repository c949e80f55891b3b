import { Wrench } from 'lucide-react';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';

/** What others left in the hosts file, and the way to take it out. */
export function Leftovers() {
  const send = useSend();
  const leftovers = useSession((state) => state.hostnames.leftovers);
  const asking = useSession((state) => state.hostnames.state === 'asking');
  if (leftovers.length === 0) return null;
  return (
    <section className="names-section">
      <h3 className="names-heading">{text.hostnames.leftovers}</h3>
      <div className="card leftovers">
        <div className="leftovers-words">
          <ul>
            {leftovers.map(({ source, names }) => (
              <li key={source} title={names.join('\n')}>
                {text.hostnames.leftoversOf[source](names.length)}
              </li>
            ))}
          </ul>
          <p className="names-hint">{text.hostnames.repairHint}</p>
        </div>
        <Button small icon={Wrench} busy={asking} onClick={() => void send({ type: 'hostnames.repair' })}>
          {text.hostnames.repair}
        </Button>
      </div>
    </section>
  );
}
