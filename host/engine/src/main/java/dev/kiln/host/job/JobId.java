package dev.kiln.host.job;

import dev.kiln.spi.BadRequest;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of jobs, which stand in addresses. */
final class JobId {
  private static final Pattern FORM = Pattern.compile("[\\w.()-]{1,100}");

  private JobId() {}

  /**
   * @param wanted by the client; null for a new one
   * @throws BadRequest when it fits into no address
   */
  static String of(@Nullable String wanted) {
    if (wanted == null) {
      return UUID.randomUUID().toString();
    }
    if (!FORM.matcher(wanted).matches()) {
      throw new BadRequest(
          "job id \""
              + (wanted.length() > 100 ? wanted.substring(0, 100) + "..." : wanted)
              + "\" is not 1 to 100 letters, digits or any of . _ ( ) -; give another or leave it"
              + " out");
    }
    return wanted;
  }
}
