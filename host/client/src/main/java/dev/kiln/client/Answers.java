package dev.kiln.client;

import dev.kiln.api.KilnException;
import dev.kiln.api.KilnException.Reason;
import dev.kiln.api.ModelInfo;
import dev.kiln.api.Picture;
import dev.kiln.api.PluginInfo;
import dev.kiln.api.Progress;
import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a host. What is not there is empty: hosts are of other versions, too. */
final class Answers {
  private static final int UNAUTHORIZED = 401;

  private Answers() {}

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(@Nullable Object json) {
    return json instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  static List<Map<String, Object>> objects(@Nullable Object json) {
    return json instanceof List<?> list ? list.stream().map(Answers::object).toList() : List.of();
  }

  static List<String> texts(@Nullable Object json) {
    return json instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }

  static String text(Map<String, Object> json, String name) {
    Object value = json.get(name);
    return value == null ? "" : value.toString();
  }

  static Number number(Map<String, Object> json, String name) {
    return json.get(name) instanceof Number number ? number : 0;
  }

  static ModelInfo model(Map<String, Object> json) {
    return new ModelInfo(
        text(json, "name"),
        text(json, "title"),
        text(json, "sha256"),
        number(json, "size").intValue());
  }

  static PluginInfo plugin(Map<String, Object> json) {
    return new PluginInfo(
        text(json, "id"),
        text(json, "version"),
        text(json, "state").toLowerCase(Locale.ROOT),
        text(json, "reason"));
  }

  /**
   * @param before the preview that was told last; the host tells each once
   */
  static Progress progress(Map<String, Object> json, Optional<BufferedImage> before) {
    return new Progress(
        state(json),
        number(json, "ahead").intValue(),
        number(json, "step").intValue(),
        number(json, "steps").intValue(),
        number(json, "batch").intValue(),
        number(json, "batches").intValue(),
        number(json, "seconds").doubleValue(),
        preview(text(json, "preview")).or(() -> before));
  }

  /** Queued where the host's word is unknown. */
  static Progress.State state(Map<String, Object> json) {
    try {
      return Progress.State.valueOf(text(json, "state").toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      return Progress.State.QUEUED;
    }
  }

  /** A picture that cannot be read is none: the drawing goes on. */
  private static Optional<BufferedImage> preview(String dataUri) {
    try {
      byte[] file = Base64.getDecoder().decode(dataUri.substring(dataUri.indexOf(',') + 1));
      return dataUri.isEmpty() ? Optional.empty() : Optional.of(Picture.of(file).image());
    } catch (IllegalArgumentException | KilnException damaged) {
      return Optional.empty();
    }
  }

  /** How a job failed, from its last event. */
  static RuntimeException failure(Map<String, Object> job) {
    return exception(reason(text(job, "error"), 500), text(job, "error"), detail(job));
  }

  /**
   * What an answer that is an error means.
   *
   * @param address that was asked
   * @param json its body
   */
  static RuntimeException refusal(String address, int status, Object json) {
    Map<String, Object> body = object(json);
    String detail = detail(body);
    if (status == UNAUTHORIZED) {
      return new KilnException(
          Reason.BAD_REQUEST,
          ("%s demands a key or a user, and what was given is missing or wrong; give one by"
                  + " KilnClient.builder(address).apiKey(…) or .user(…)")
              .formatted(address));
    }
    String sentence =
        detail.isEmpty() || detail.equals("Not Found")
            ? "%s answers with status %d; it is no Kiln, or lacks a plugin for this"
                .formatted(address, status)
            : detail;
    return exception(reason(text(body, "error"), status), text(body, "error"), sentence);
  }

  private static RuntimeException exception(Reason reason, String error, String sentence) {
    return error.equals("Interrupted")
        ? new CancellationException(sentence)
        : new KilnException(reason, sentence);
  }

  private static Reason reason(String error, int status) {
    return switch (error) {
      case "BadRequest", "TooLarge" -> Reason.BAD_REQUEST;
      case "QueueFull" -> Reason.QUEUE_FULL;
      case "OutOfResources" -> Reason.OUT_OF_RESOURCES;
      case "PluginProblem" -> Reason.PLUGIN_PROBLEM;
      default ->
          switch (status) {
            case 429 -> Reason.QUEUE_FULL;
            case 502, 504 -> Reason.UNREACHABLE;
            case 503 -> Reason.OUT_OF_RESOURCES;
            default -> status < 500 ? Reason.BAD_REQUEST : Reason.INTERNAL_ERROR;
          };
    };
  }

  /** A sentence, or FastAPI's list of wrong values. */
  private static String detail(Map<String, Object> json) {
    return json.get("detail") instanceof List<?> wrong
        ? objects(wrong).stream().map(Answers::wrong).collect(Collectors.joining("; "))
        : text(json, "detail");
  }

  private static String wrong(Map<String, Object> problem) {
    List<String> place = texts(problem.get("loc"));
    String field = place.isEmpty() ? "body" : place.get(place.size() - 1);
    String found = text(problem, "input");
    return field + ": " + text(problem, "msg") + (found.isEmpty() ? "" : "; found " + found);
  }
}
