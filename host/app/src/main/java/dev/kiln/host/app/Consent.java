package dev.kiln.host.app;

import dev.kiln.spi.BadRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Asks the user before something comes from elsewhere. */
final class Consent {
  private static final Set<String> YES = Set.of("y", "yes");

  private final Invocation invocation;

  @Option(names = "--yes", description = "do not ask")
  private boolean given;

  Consent(Invocation invocation) {
    this.invocation = invocation;
  }

  /**
   * @param question with its question mark
   * @throws BadRequest when the answer is no, or there is none
   */
  void demand(String question) {
    if (given) {
      return;
    }
    invocation.err().print("kiln: " + question + " [y/N] ");
    invocation.err().flush();
    String answer = answer();
    if (answer == null) {
      invocation.err().println("");
      throw new BadRequest("nobody answered, so nothing was done; --yes does not ask");
    }
    if (!YES.contains(answer.strip().toLowerCase(Locale.ROOT))) {
      throw new BadRequest("nothing was done");
    }
  }

  private @Nullable String answer() {
    try {
      return new BufferedReader(new InputStreamReader(invocation.in(), StandardCharsets.UTF_8))
          .readLine();
    } catch (IOException noTerminal) {
      return null;
    }
  }
}
