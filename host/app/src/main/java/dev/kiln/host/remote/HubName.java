package dev.kiln.host.remote;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a user calls a model of the Hub: {@code OWNER/NAME}, {@code OWNER/NAME@REVISION}, either
 * with the path of a file behind it, or the address of its page or of a file.
 *
 * @param repository its owner and name
 * @param file its path in the repository; empty for the whole
 */
public record HubName(String repository, String revision, String file) {
  private static final String MAIN = "main";
  private static final List<String> HOSTS =
      List.of("huggingface.co", "www.huggingface.co", "hf.co");

  private static final Pattern TYPED =
      Pattern.compile("([\\w.-]+/[\\w.-]+)(?:@([^/\\s]+))?(?:/(.+))?");

  private static final Pattern PAGE =
      Pattern.compile("/([\\w.-]+/[\\w.-]+)(?:/(?:blob|resolve|tree)/([^/]+)(?:/(.+))?)?/?");

  /**
   * @param server of the Hub
   * @return empty for something else
   */
  public static Optional<HubName> of(String typed, URI server) {
    if (!typed.contains("://")) {
      return named(TYPED.matcher(typed));
    }
    try {
      URI address = URI.create(typed);
      boolean hubs =
          HOSTS.contains(String.valueOf(address.getHost()))
              || String.valueOf(address.getAuthority()).equals(server.getAuthority());
      return hubs ? named(PAGE.matcher(String.valueOf(address.getPath()))) : Optional.empty();
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }

  private static Optional<HubName> named(Matcher matcher) {
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String revision = matcher.group(2) == null ? MAIN : matcher.group(2);
    return Optional.of(
        new HubName(matcher.group(1), revision, matcher.group(3) == null ? "" : matcher.group(3)));
  }

  /** The name without its owner: that of the folder for a model of several files. */
  public String shortName() {
    return repository.substring(repository.indexOf('/') + 1);
  }

  @Override
  public String toString() {
    return repository
        + (revision.equals(MAIN) ? "" : "@" + revision)
        + (file.isEmpty() ? "" : "/" + file);
  }
}
