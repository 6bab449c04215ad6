package dev.kiln.client;

import dev.kiln.api.KilnException;
import dev.kiln.api.KilnException.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;

/** Where a host listens, as a user writes it. */
final class HostAddress {
  private static final int LAST_PORT = 65_535;

  private HostAddress() {}

  /**
   * Without a slash at its end.
   *
   * @throws KilnException when nothing can be asked there
   */
  static URI of(String text) {
    Objects.requireNonNull(text, "address is null; give one like http://127.0.0.1:7860");
    String bare = text.strip().replaceAll("/+$", "");
    if (!bare.matches("(?i)https?://[^/\\s]+(/\\S*)?")) {
      throw none(text, "; give one like http://127.0.0.1:7860");
    }
    try {
      URI address = new URI(bare);
      if (address.getHost() == null) {
        throw none(text, ": its name has a character that names of hosts have not");
      } else if (address.getPort() == 0 || address.getPort() > LAST_PORT) {
        throw none(text, ": its port must be 1 to " + LAST_PORT);
      } else if (address.getRawQuery() != null || address.getRawFragment() != null) {
        throw none(text, ": leave out what stands behind its path");
      }
      return address;
    } catch (URISyntaxException e) {
      throw none(text, ": " + e.getMessage());
    }
  }

  private static KilnException none(String text, String why) {
    return new KilnException(Reason.BAD_REQUEST, "\"" + text + "\" is no address of a host" + why);
  }
}
