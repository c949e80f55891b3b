import { useState } from 'react';
import { text } from '../../text/text.ts';
import { Field } from '../../ui/field.tsx';
import { useSettings } from '../rows.tsx';

const MOST_PATTERNS = 30;
const LONGEST_PATTERN = 60;

/** `prod, live` → prod, live */
function patternsOf(typed: string): readonly string[] {
  const words = typed.split(',').map((word) => word.trim().slice(0, LONGEST_PATTERN));
  return [...new Set(words.filter(Boolean))].slice(0, MOST_PATTERNS);
}

/** What counts as production. Told when the field is left, so that half a word is never a pattern. */
export function ProductionSection() {
  const [{ productionPatterns: patterns }, change] = useSettings();
  const [typed, setTyped] = useState<string>();
  const save = () => {
    if (typed === undefined) return;
    const productionPatterns = patternsOf(typed);
    if (productionPatterns.join() !== patterns.join()) change({ productionPatterns });
    setTyped(undefined);
  };
  return (
    <div className="setting">
      <div className="setting-words">
        <Field
          label={text.groups.settings.production}
          hint={text.groups.settings.productionHint}
          value={typed ?? patterns.join(', ')}
          spellCheck={false}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={save}
          onKeyDown={(event) => event.key === 'Enter' && save()}
        />
      </div>
    </div>
  );
}
