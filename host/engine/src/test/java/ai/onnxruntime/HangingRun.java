package ai.onnxruntime;

import java.util.concurrent.CountDownLatch;

/** Stands in for a run of the native runtime that does not come back. */
public final class HangingRun {
  private HangingRun() {}

  /** Comes back when it is let go. */
  public static void run(CountDownLatch entered, CountDownLatch free) {
    entered.countDown();
    try {
      free.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
