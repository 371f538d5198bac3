/** Runs a check until it no longer throws; after two seconds, what it threw last is thrown. */
export async function eventually(check: () => void): Promise<void> {
  const end = Date.now() + 2_000;
  for (;;) {
    try {
      check();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
