package dev.kiln.host.app;

import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.Progress;
import java.io.PrintStream;
import java.util.Locale;

/** Shows steps and it/s on stderr: a moving bar on a terminal, a line a batch elsewhere. */
final class ProgressBar implements Progress, AutoCloseable {
  private static final int WIDTH = 30;

  private final PrintStream err;
  private final boolean terminal;
  private long began;
  private String batch = "";
  private String last = "";
  private String waiting = "";

  ProgressBar(PrintStream err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /** A model may have to be read, which takes long: said on a terminal until work begins. */
  void loading(String model) {
    if (terminal) {
      waiting = "loading the model " + TerminalStream.shown(model) + " ...";
      err.print(waiting);
      err.flush();
    }
  }

  @Override
  public void stage(String name, int index, int batches) {
    endLine();
    batch = batches > 1 ? "batch " + (index + 1) + "/" + batches + " " : "";
    batch += name.equals("redraw") ? "again " : "";
    began = System.nanoTime();
  }

  @Override
  public void image(int index, GeneratedImage image) {
    endLine();
  }

  /** What comes next begins a line. */
  @Override
  public void close() {
    endLine();
  }

  private void endLine() {
    if (!waiting.isEmpty()) {
      err.print("\r" + " ".repeat(waiting.length()) + "\r");
      waiting = "";
    }
    if (!last.isEmpty()) {
      err.println(terminal ? "" : last);
      last = "";
    }
  }

  /** Some samplers take fewer steps than were asked for: the stage after tells the end. */
  @Override
  public void step(int step, int steps) {
    double seconds = (System.nanoTime() - began) / 1e9;
    last =
        String.format(
            Locale.ROOT,
            "%s%d/%d steps, %.2f it/s, %.1f s",
            batch,
            step,
            steps,
            step / seconds,
            seconds);
    if (terminal) {
      int filled = WIDTH * step / steps;
      err.print("\r[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + last);
      err.flush();
    }
  }
}
