/** A page that throws takes nothing but itself down; the way to the others stays. */
import { Component, type ComponentChildren } from 'preact';
import { Crash } from './plain-pages.tsx';

export class ErrorBoundary extends Component<{ children: ComponentChildren }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static override getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error: error ?? new Error('thrown without a value') };
  }

  override componentDidCatch(error: unknown): void {
    reportError(error);
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <Crash detail={error instanceof Error ? error.message : 'error'} />;
  }
}
