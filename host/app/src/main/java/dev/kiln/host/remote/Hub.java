package dev.kiln.host.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Hugging Face Hub, or a server that answers as it does. */
public final class Hub {
  private static final int MOST_BYTES = 16 << 20;
  private static final int MOST_PAGES = 100;
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"?next\"?");

  private final URI server;
  private final Web web;

  public Hub(URI server, Web web) {
    this.server = server;
    this.web = web;
  }

  /**
   * All files of a repository.
   *
   * @throws BadRequest when there is no such repository, or the server says something else
   */
  public List<RemoteFile> files(HubName name) {
    List<RemoteFile> files = new ArrayList<>();
    Optional<URI> page =
        Optional.of(
            URI.create(
                address("/api/models/%s/tree/%s".formatted(name.repository(), name.revision()))
                    + "?recursive=true"));
    for (int i = 0; page.isPresent() && i < MOST_PAGES; i++) {
      try (Web.Answer answer = web.get(page.get(), Map.of())) {
        for (JsonNode entry : read(answer)) {
          if (entry.path("type").asText().equals("file")) {
            files.add(file(name, entry));
          }
        }
        page = next(answer);
      }
    }
    return files;
  }

  private JsonNode read(Web.Answer answer) {
    try {
      byte[] text = answer.body().readNBytes(MOST_BYTES + 1);
      JsonNode list = text.length > MOST_BYTES ? null : new ObjectMapper().readTree(text);
      if (list == null || !list.isArray()) {
        throw new BadRequest(
            answer.address() + " answered with no list of files; see to HF_ENDPOINT");
      }
      return list;
    } catch (JsonProcessingException e) {
      throw new BadRequest(answer.address() + " answered with no JSON; see to HF_ENDPOINT", e);
    } catch (IOException e) {
      throw new BadRequest(
          "the answer of %s broke off (%s); try again".formatted(answer.address(), e.getMessage()),
          e);
    }
  }

  private static Optional<URI> next(Web.Answer answer) {
    return answer
        .header("Link")
        .map(NEXT::matcher)
        .filter(Matcher::find)
        .map(it -> answer.address().resolve(it.group(1)));
  }

  /** Large files are told by their SHA-256, small ones as Git does. */
  private RemoteFile file(HubName name, JsonNode entry) {
    String path = entry.path("path").asText();
    demandInside(path);
    String large = entry.path("lfs").path("oid").asText("").replaceFirst("^sha256:", "");
    Fingerprint fingerprint =
        large.isEmpty()
            ? new Fingerprint(Fingerprint.Kind.GIT, entry.path("oid").asText())
            : new Fingerprint(Fingerprint.Kind.SHA256, large);
    return new RemoteFile(
        address("/%s/resolve/%s/%s".formatted(name.repository(), name.revision(), path)),
        path,
        entry.path("size").asLong(-1),
        Optional.of(fingerprint));
  }

  /** What a server says may not lead out of the folder that its files come into. */
  private static void demandInside(String path) {
    boolean inside = !path.isEmpty() && !path.contains("\\") && !path.contains(":");
    for (String part : path.split("/", -1)) {
      inside &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
    }
    if (!inside) {
      throw new BadRequest("the repository has a file \"" + path + "\", which Kiln does not pull");
    }
  }

  private URI address(String path) {
    try {
      String base = server.toString().replaceFirst("/+$", "");
      return URI.create(base + new URI(null, null, path, null).toASCIIString());
    } catch (URISyntaxException e) {
      throw new BadRequest(path + " cannot be part of an address", e);
    }
  }
}
