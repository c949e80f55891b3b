import { OctagonX } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';

type Props = { readonly children: ReactNode };

/** A bug in the window must not look like a bug in the tunnels: it says so, and offers the way out. */
export class ErrorBoundary extends Component<Props, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <Empty
        icon={OctagonX}
        title={text.notice.broken}
        action={
          <Button look="primary" onClick={() => location.reload()}>
            {text.notice.reload}
          </Button>
        }
      >
        {text.notice.brokenText}
      </Empty>
    );
  }
}
