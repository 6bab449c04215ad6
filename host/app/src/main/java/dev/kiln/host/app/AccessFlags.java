package dev.kiln.host.app;

import dev.kiln.host.http.Access;
import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who may call the server: webUI's flags, and the names that it answers to. */
@FlagGroup.Of(FlagGroup.ACCESS)
final class AccessFlags {
  private static final Pattern HOST = Pattern.compile("[^/@\\s]+");
  private static final Pattern KEY = Pattern.compile("[!-~]+");
  private static final Pattern ORIGIN = Pattern.compile("\\*|[a-z][a-z0-9+.-]*://[^/@\\s]+");

  @Option(
      names = "--allow-host",
      paramLabel = "NAME",
      arity = "1..*",
      split = ",",
      description =
          "further names of this server, such as host.docker.internal or that of a reverse proxy")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--cors-allow-origins",
      paramLabel = "ORIGIN",
      split = ",",
      description = "pages of other servers that may call this one, such as https://draw.example")
  private List<String> origins = new ArrayList<>();

  @Option(
      names = "--cors-allow-origins-regex",
      paramLabel = "REGEX",
      description = "further ones, as a regular expression of the whole origin")
  private @Nullable String originPattern;

  @Option(
      names = "--api-auth",
      paramLabel = "USER:PASSWORD",
      split = ",",
      description = "ask for these on every route; several users are separated by commas")
  private List<String> credentials = new ArrayList<>();

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      split = ",",
      description = "ask for this on every route, as \"Authorization: Bearer KEY\"")
  private List<String> keys = new ArrayList<>();

  /**
   * @throws BadRequest when one of them is not what its flag takes
   */
  Access access() {
    for (String host : hosts) {
      demand(HOST, host, "--allow-host", "a name alone, such as kiln.example or kiln.example:8443");
    }
    for (String origin : origins) {
      demand(
          ORIGIN,
          origin,
          "--cors-allow-origins",
          "scheme and name without a path, such as https://draw.example, or *");
    }
    for (int i = 0; i < credentials.size(); i++) {
      if (credentials.get(i).indexOf(':') < 1) {
        // The text itself is a secret.
        throw new BadRequest(
            "--api-auth needs a user and a password, USER:PASSWORD, but user %d of %d is not that; a password may hold no comma"
                .formatted(i + 1, credentials.size()));
      }
    }
    if (keys.stream().anyMatch(key -> !KEY.matcher(key).matches())) {
      throw new BadRequest(
          "--api-key has an empty key, or one with spaces; give letters, digits and signs");
    }
    return new Access(hosts, origins, pattern(), credentials, keys);
  }

  /**
   * What whoever starts the server should know, a line each.
   *
   * @param listens to the network
   * @param encrypted by TLS
   */
  List<String> warnings(boolean listens, boolean encrypted) {
    if (!listens) {
      return List.of();
    }
    if (credentials.isEmpty()) {
      return List.of(
          "kiln: WARNING: no password is set, and the whole network may call this server.",
          "kiln: WARNING: whoever reaches it can draw, see all pictures and stop jobs.",
          "kiln: WARNING: start it with --api-auth USER:PASSWORD, or without --listen.");
    }
    return encrypted
        ? List.of()
        : List.of(
            "kiln: passwords and pictures cross the network as plain text; give --tls-certfile and"
                + " --tls-keyfile, or put a proxy with TLS before the server");
  }

  private static void demand(Pattern form, String value, String flag, String expected) {
    if (!form.matcher(value).matches()) {
      throw new BadRequest("%s is \"%s\"; give %s".formatted(flag, value, expected));
    }
  }

  private @Nullable Pattern pattern() {
    try {
      return originPattern == null ? null : Pattern.compile(originPattern);
    } catch (PatternSyntaxException e) {
      throw new BadRequest(
          "--cors-allow-origins-regex is \"%s\", which is no regular expression (%s); write one such as https://.*[.]example"
              .formatted(originPattern, e.getDescription()),
          e);
    }
  }
}
