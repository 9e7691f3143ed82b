/** How far conversations are held or read, told to the server in rests: the latest number of each, at most once in a while. */
export class Marks {
  private readonly waiting = new Map<number, number>()
  private timer: ReturnType<typeof setTimeout> | undefined
  private next = 0

  constructor(
    private readonly tell: (conversation: number, seq: number) => void,
    private readonly everyMs: number,
  ) {}

  add(conversation: number, seq: number): void {
    this.waiting.set(conversation, Math.max(seq, this.waiting.get(conversation) ?? 0))
    this.timer ??= setTimeout(() => this.flush(), Math.max(0, this.next - performance.now()))
  }

  clear(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.waiting.clear()
  }

  private flush(): void {
    this.timer = undefined
    this.next = performance.now() + this.everyMs
    const marks = [...this.waiting]
    this.waiting.clear()
    for (const [conversation, seq] of marks) this.tell(conversation, seq)
  }
}
