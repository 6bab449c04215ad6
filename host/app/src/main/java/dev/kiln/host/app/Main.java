package dev.kiln.host.app;

import dev.kiln.host.DiskReason;
import dev.kiln.host.Jackson;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;

/** Entry point: {@code kiln txt2img|img2img|serve|plugins|models} and what plugins contribute. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    loadJson();
    // The log is written there too.
    System.setErr(new TerminalStream(System.err));
    if (!List.of(args).contains(ServeCommand.NAME) && !Boolean.getBoolean("kiln.debug")) {
      // A command says itself why its pictures failed; a server has only its log.
      System.setProperty("org.slf4j.simpleLogger.log.dev.kiln.host.job", "off");
    }
    int exit =
        new CommandLineTool(new Invocation(System.in, System.out, System.err, System.getenv()))
            .run(args);
    System.exit(printed() ? exit : Math.max(exit, 1));
  }

  /**
   * Begin to load Jackson, which takes a fifth of a second in a new process, beside what else is to
   * be done.
   */
  private static void loadJson() {
    // Not before the thread runs: a method of that class would load it here.
    Runnable loading = () -> Jackson.MAPPER.createObjectNode().path("").asText();
    Thread thread = new Thread(loading, "kiln-json");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Results that could not be written are a failure. PrintStream reports a full disk only when
   * asked.
   */
  private static boolean printed() {
    if (!System.out.checkError()) {
      return true;
    }
    // PrintStream does not keep why it failed. The stream itself is left open.
    try {
      new FileOutputStream(FileDescriptor.out).write('\n');
    } catch (IOException e) {
      // A reader who has seen enough, like head, knows it.
      if (!"Broken pipe".equals(e.getMessage())) {
        System.err.println(
            "kiln: the results could not be written to stdout, "
                + DiskReason.of(e)
                + "; send them elsewhere");
      }
      return false;
    }
    System.err.println("kiln: not all results could be written to stdout; run it again");
    return false;
  }
}
