/** Runs `work` while no other window of this browser does the same under this name. */
export async function alone(name: string, work: () => Promise<void>): Promise<void> {
  // Without a secure context there are no locks. Two windows may then send the same message, which the server stores once.
  const locks = (navigator as { locks?: LockManager }).locks
  await (locks ? locks.request(name, work) : work())
}

/** Tells the other windows of this browser that something kept has changed, and hears it from them. */
export class OtherWindows {
  private readonly channel: BroadcastChannel

  constructor(name: string, onChanged: () => void) {
    this.channel = new BroadcastChannel(name)
    this.channel.onmessage = onChanged
  }

  tell(): void {
    this.channel.postMessage('changed')
  }

  close(): void {
    this.channel.close()
  }
}
