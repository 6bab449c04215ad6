package dev.kiln.host.remote;

import dev.kiln.spi.BadRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file on another machine.
 *
 * @param name its path below the folder that it comes into, parts joined by slashes
 * @param bytes -1 where the server does not say
 * @param fingerprint what it must have; empty where nobody says
 */
public record RemoteFile(URI address, String name, long bytes, Optional<Fingerprint> fingerprint) {
  private static final Pattern RANGE = Pattern.compile("bytes \\d+-\\d+/(\\d+)");
  private static final Pattern NAMED =
      Pattern.compile("(?i)filename\\*?=(?:UTF-8'')?\"?([^\";]+)\"?");

  /**
   * What a server says of a file, without reading it.
   *
   * @throws BadRequest when it is not to be had, or has no name
   */
  public static RemoteFile at(URI address, Web web) {
    // Some servers answer GET alone: one byte tells as much as HEAD.
    try (Web.Answer answer = web.get(address, Map.of("Range", "bytes=0-0"), 206)) {
      long bytes =
          answer.status() == 206
              ? answer.header("Content-Range").map(RemoteFile::whole).orElse(-1L)
              : answer.headers().firstValueAsLong("Content-Length").orElse(-1L);
      String name =
          answer
              .header("Content-Disposition")
              .map(NAMED::matcher)
              .filter(Matcher::find)
              .map(it -> decoded(it.group(1)))
              .orElseGet(() -> last(address));
      return new RemoteFile(address, plain(address, name), bytes, Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new BadRequest(address + " says no name of a file that can be read", e);
    }
  }

  public RemoteFile with(Fingerprint expected) {
    return new RemoteFile(address, name, bytes, Optional.of(expected));
  }

  private static String decoded(String name) {
    return name.contains("%")
        ? URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8)
        : name;
  }

  private static long whole(String range) {
    Matcher matcher = RANGE.matcher(range);
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
  }

  private static String last(URI address) {
    String path = address.getPath() == null ? "" : address.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** A server may say any name; it is to stay in its folder. */
  private static String plain(URI address, String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    if (last.isBlank() || last.startsWith(".") || !last.equals(last.replaceAll("\\p{Cntrl}", ""))) {
      throw new BadRequest(address + " says no name of a file; download it by hand");
    }
    return last.strip();
  }
}
