package dev.kiln.host.http;

import dev.kiln.host.ScratchFolder;
import dev.kiln.host.plugin.RouteInput;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ApiContent;
import io.javalin.http.Context;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request as bytes or as a form. More than 1 MB is stored in a folder that is
 * deleted with the request.
 */
final class RequestBody implements AutoCloseable {
  /** What Jetty looks for before it reads a form. */
  private static final String FORM_CONFIG = "org.eclipse.jetty.multipartConfig";

  private static final int MOST_IN_MEMORY = 1 << 20;

  private final Context context;
  private final BodyPlaces places;
  private @Nullable ScratchFolder folder;
  private @Nullable ApiContent content;
  private @Nullable List<Part> parts;

  RequestBody(Context context, BodyPlaces places) {
    this.context = context;
    this.places = places;
  }

  /** The media type, lower case and without parameters; empty for none. */
  static String type(@Nullable String header) {
    return header == null ? "" : header.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
  }

  /**
   * All of it; nothing where it was read as a form.
   *
   * @throws HttpProblem when it cannot be had: too large, too slow, broken off
   */
  ApiContent content() {
    if (content == null) {
      content =
          places.read(context, body -> read(parts == null ? body : InputStream.nullInputStream()));
    }
    return content;
  }

  private ApiContent read(InputStream in) throws IOException {
    String type = type(context.header("Content-Type"));
    byte[] first = in.readNBytes(MOST_IN_MEMORY);
    if (first.length < MOST_IN_MEMORY) {
      return new Content(
          type, Optional.empty(), first.length, () -> new ByteArrayInputStream(first));
    }
    Path file = folder().resolve("body");
    long size = first.length;
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(first);
      for (int n = in.read(first); n >= 0; n = in.read(first)) {
        size += n;
        out.write(first, 0, n);
      }
    }
    return new Content(type, Optional.empty(), size, () -> Files.newInputStream(file));
  }

  /**
   * A part of a form; none where the body is no form, or was read as bytes.
   *
   * @throws BadRequest when there are several of this name, or the form cannot be read
   * @throws HttpProblem when it cannot be had: too large, too slow, broken off
   */
  Optional<ApiContent> part(String name) {
    List<Part> found = parts().stream().filter(part -> part.getName().equals(name)).toList();
    if (found.size() > 1) {
      throw new BadRequest(
          "the form has " + found.size() + " parts that are called " + name + "; send one");
    }
    return found.stream()
        .<ApiContent>map(
            part ->
                new Content(
                    type(part.getContentType()),
                    Optional.ofNullable(part.getSubmittedFileName()),
                    part.getSize(),
                    part::getInputStream))
        .findFirst();
  }

  /**
   * The names of a form's parts, each once.
   *
   * @throws BadRequest when the form cannot be read
   * @throws HttpProblem as {@link #part} does
   */
  List<String> partNames() {
    return parts().stream().map(Part::getName).distinct().toList();
  }

  private List<Part> parts() {
    if (content != null || !type(context.header("Content-Type")).equals(RouteInput.FORM)) {
      return List.of();
    }
    if (parts == null) {
      parts = readParts();
    }
    return parts;
  }

  private List<Part> readParts() {
    return places.read(
        context,
        body -> {
          context.attribute(
              FORM_CONFIG,
              new MultipartConfigElement(folder().path().toString(), -1, -1, MOST_IN_MEMORY));
          try {
            return List.copyOf(context.req().getParts());
          } catch (ServletException | IllegalArgumentException e) {
            throw RefusedBody.of(e)
                .<RuntimeException>map(problem -> problem)
                .orElseGet(
                    () ->
                        new BadRequest(
                            "the form cannot be read; send it as multipart/form-data", e));
          }
        });
  }

  private ScratchFolder folder() throws IOException {
    if (folder == null) {
      folder = ScratchFolder.in(ScratchFolder.systemTemp());
    }
    return folder;
  }

  @Override
  public void close() throws IOException {
    if (parts != null) {
      for (Part part : parts) {
        part.delete();
      }
    }
    if (folder != null) {
      folder.close();
    }
  }

  /** Where bytes lie. */
  private interface Place {
    InputStream open() throws IOException;
  }

  private record Content(String type, Optional<String> fileName, long size, Place place)
      implements ApiContent {
    @Override
    public InputStream open() throws IOException {
      return place.open();
    }
  }
}
