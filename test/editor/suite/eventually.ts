/** Runs a check until it passes; what it threw last is thrown after fifteen seconds: a busy machine is slow. */
export async function eventually(check: () => void | Promise<void>): Promise<void> {
  const end = Date.now() + 15_000;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
