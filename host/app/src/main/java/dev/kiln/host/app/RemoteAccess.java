package dev.kiln.host.app;

import dev.kiln.host.remote.Web;
import dev.kiln.spi.BadRequest;
import java.net.URI;
import java.util.Map;

/** Whom commands that reach out ask, by the variables that programs of the Hub read too. */
final class RemoteAccess {
  private static final String HUB = "https://huggingface.co";

  private RemoteAccess() {}

  static Web web(Map<String, String> environment) {
    return new Web(
        new Web.Account(hub(environment), environment.getOrDefault("HF_TOKEN", "").strip()));
  }

  /** The server of the Hub. */
  static URI hub(Map<String, String> environment) {
    String set = environment.getOrDefault("HF_ENDPOINT", "").strip();
    return set.isEmpty() ? URI.create(HUB) : address(set);
  }

  static boolean isAddress(String source) {
    return source.contains("://");
  }

  /**
   * @throws BadRequest when a text is no address
   */
  static URI address(String text) {
    try {
      URI address = URI.create(text.replace(" ", "%20"));
      if (isAddress(text) && address.getHost() != null) {
        return address;
      }
    } catch (IllegalArgumentException notOne) {
      // Told below.
    }
    throw new BadRequest(
        "\"%s\" is neither OWNER/NAME on the Hub nor an address such as https://host/model.safetensors"
            .formatted(text));
  }
}
