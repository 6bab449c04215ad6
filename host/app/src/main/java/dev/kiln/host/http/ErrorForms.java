package dev.kiln.host.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kiln.host.http.ErrorAnswers.Problem;
import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.ErrorFormIndex;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In which JSON an error is told: webUI's, but below a path for which a plugin declares another.
 * Safe from any thread.
 */
final class ErrorForms {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorForms.class);
  private static final int UNPROCESSABLE = 422;

  /** About what a picture takes. */
  private static final String RETRY_SECONDS = "5";

  private final ApiJson json;
  private volatile List<Form> declared = List.of();

  /** A form whose JSON was read. */
  private record Form(ErrorFormIndex index, JsonNode request, JsonNode server) {
    boolean holds(String path) {
      return path.startsWith(index.path() + "/");
    }
  }

  ErrorForms(ApiJson json) {
    this.json = json;
  }

  /**
   * Take these in the place of those that were there before, the first of two for one path.
   *
   * @param own paths of the host, below which plugins change nothing
   */
  void replace(List<Contribution<ErrorFormIndex>> forms, Set<String> own) {
    List<Form> usable = new ArrayList<>();
    for (Contribution<ErrorFormIndex> form : forms) {
      ErrorFormIndex index = form.what();
      if (own.stream().anyMatch(path -> path.startsWith(index.path() + "/"))) {
        LOG.warn(
            "plugin '{}' declares a form of errors below {}, where the host has routes; it is not used",
            form.plugin(),
            index.path());
        continue;
      }
      try {
        JsonNode request = json.mapper().readTree(index.request());
        usable.add(new Form(index, request, json.mapper().readTree(index.server())));
      } catch (JsonProcessingException e) {
        LOG.warn(
            "plugin '{}' declares a form of errors below {} that is no JSON ({}); it is not used",
            form.plugin(),
            index.path(),
            e.getOriginalMessage());
      }
    }
    declared = List.copyOf(usable);
  }

  private Optional<Form> form(String path) {
    return declared.stream().filter(form -> form.holds(path)).findFirst();
  }

  /** The status of a wrong request, which another API may number otherwise. */
  int status(String path, int status) {
    return status == UNPROCESSABLE
        ? form(path).map(form -> form.index().badRequest()).orElse(status)
        : status;
  }

  /**
   * An error as JSON.
   *
   * @param path of the request
   * @param usual what is answered where no other form is declared
   */
  Object body(String path, int status, Problem problem, Object usual) {
    return form(path)
        .<Object>map(form -> filled(status < 500 ? form.request() : form.server(), problem))
        .orElse(usual);
  }

  /** Answer a request with an error. */
  void answer(Context context, int status, Problem problem) {
    answer(context, status, problem, problem);
  }

  /** The same with what is answered where no other form is declared. */
  void answer(Context context, int status, Problem problem, Object usual) {
    int told = status(context.path(), status);
    if (told == HttpProblem.TOO_MANY) {
      context.header("Retry-After", RETRY_SECONDS);
    }
    context.status(told).json(body(context.path(), told, problem, usual));
  }

  private static JsonNode filled(JsonNode form, Problem problem) {
    if (form instanceof TextNode text) {
      return TextNode.valueOf(
          text.textValue()
              .replace("{error}", problem.error())
              .replace("{detail}", problem.detail()));
    }
    if (form instanceof ObjectNode object) {
      ObjectNode filled = object.objectNode();
      object.properties().forEach(it -> filled.set(it.getKey(), filled(it.getValue(), problem)));
      return filled;
    }
    if (form instanceof ArrayNode array) {
      ArrayNode filled = array.arrayNode();
      array.forEach(it -> filled.add(filled(it, problem)));
      return filled;
    }
    return form;
  }
}
