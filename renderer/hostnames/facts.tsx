import { ArrowRight, Eraser, FilePen, KeyRound, type LucideIcon } from 'lucide-react';
import { manualEntries } from '../../electron/contract/hostnames.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';

const { facts } = text.hostnames;
const FACTS: readonly { readonly icon: LucideIcon; readonly words: readonly [string, string] }[] = [
  { icon: KeyRound, words: facts.permission },
  { icon: FilePen, words: facts.block },
  { icon: Eraser, words: facts.removal },
];

/** The longest of the user's own names with its address: says more than the sentence above it. */
function Example() {
  const line = useSession((state) =>
    manualEntries(state)
      .flatMap(({ address, names }) => names.map((name) => `${name} ${address}`))
      .reduce((best, each) => (each.length > best.length ? each : best), ''),
  );
  const [name, address] = line.split(' ');
  if (!name) return null;
  return (
    <p className="names-example mono">
      <bdi className="truncate" title={name}>
        {name}
      </bdi>
      <ArrowRight size={14} strokeWidth={1.75} aria-hidden />
      <span>{address}</span>
    </p>
  );
}

/** What will happen and why, in plain words, before the system asks in its own. */
export function Facts() {
  return (
    <section className="names-facts">
      <p>{text.hostnames.lead}</p>
      <Example />
      <ul>
        {FACTS.map(({ icon: Icon, words: [title, words] }) => (
          <li className="names-fact" key={title}>
            <span className="names-fact-icon">
              <Icon size={16} strokeWidth={1.75} aria-hidden />
            </span>
            <div>
              <h3 className="names-fact-title">{title}</h3>
              <p className="names-hint">{words}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
