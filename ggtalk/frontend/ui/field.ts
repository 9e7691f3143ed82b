import { computed, useId, type ComputedRef } from 'vue'

export interface FieldProps {
  label: string
  /** the label is only for screen readers: the place says what it is */
  hideLabel?: boolean
  hint?: string | undefined
  error?: string | undefined
}

/** Ids and aria attributes that tie a control to its label, hint and error. */
export function useField(props: FieldProps): { id: string; aria: ComputedRef<Record<string, string | undefined>> } {
  const id = useId()
  const aria = computed(() => ({
    'aria-invalid': props.error ? 'true' : undefined,
    'aria-describedby': props.error ? `${id}-error` : props.hint ? `${id}-hint` : undefined,
  }))
  return { id, aria }
}
