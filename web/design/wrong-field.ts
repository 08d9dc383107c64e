/** Where a form was refused, the first field that is wrong gets the focus: its sentence is read with it. */
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/**
 * For the `ref` of a form. `refusal` is a new value each time that it was refused, so that the same mistake made twice
 * leads there twice; null or undefined where nothing is wrong.
 */
export function useWrongField(refusal: unknown): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (refusal !== null && refusal !== undefined)
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusal]);
  return form;
}
