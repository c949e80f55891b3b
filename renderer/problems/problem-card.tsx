import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { describe, type Problem } from '../../electron/contract/problem.ts';
import { Button } from '../ui/button.tsx';
import { hasButton, type Scope, useRemedy } from './remedy.ts';
import './problem-card.css';

export const SEVERITY_ICONS = { info: Info, warning: TriangleAlert, error: CircleAlert } as const;

/** A sentence, and the button that helps. */
export function ProblemCard({
  problem,
  scope,
  children,
}: {
  readonly problem: Problem;
  readonly scope: Scope;
  /** A further line, such as the time of the next try. */
  readonly children?: ReactNode;
}) {
  const remedy = useRemedy(scope);
  const said = describe(problem);
  const action = hasButton(said.remedy, scope) ? said.action : undefined;
  const Icon = SEVERITY_ICONS[said.severity];
  return (
    <section className="problem" data-severity={said.severity} aria-label={said.title}>
      <Icon className="problem-icon" size={16} strokeWidth={2} aria-hidden />
      <div className="problem-words">
        <p className="problem-title">{said.title}</p>
        <p className="problem-text selectable">{said.text}</p>
        {children || action ? (
          <div className="problem-foot">
            {action ? (
              <Button small onClick={() => remedy(said.remedy)}>
                {action}
              </Button>
            ) : null}
            {children}
          </div>
        ) : null}
      </div>
    </section>
  );
}
