package dev.kiln.host.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kiln.host.DiskReason;
import dev.kiln.host.OutOfResources;
import dev.kiln.host.TooLarge;
import dev.kiln.host.fields.WrongTypes;
import dev.kiln.host.job.GivenUp;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every error as JSON. The fields are webUI's: {@code error} is a kind, {@code detail} the sentence
 * to show; values of a wrong type answer as FastAPI does, with a list.
 */
final class ErrorAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

  private final ApiJson json;
  private final ErrorForms forms;

  ErrorAnswers(ApiJson json, ErrorForms forms) {
    this.json = json;
    this.forms = forms;
  }

  /**
   * webUI's form; the last two are always empty, as they are there.
   *
   * @param error an {@link ErrorKind}'s word, or webUI's for those that only have a status
   */
  record Problem(String error, String detail, String body, String errors) {
    Problem(String detail) {
      this("HTTPException", detail, "", "");
    }

    static Problem of(Throwable problem) {
      return new Problem(ErrorKind.of(problem).word(), sentence(problem), "", "");
    }
  }

  void register(JavalinConfig config) {
    config.routes.exception(Exception.class, (problem, context) -> answer(problem, context));
    // Without this, the more specific handler that Javalin brings would answer in plain text.
    config.routes.exception(HttpResponseException.class, (e, context) -> answer(e, context));
    config.router.javaLangErrorHandler((response, error) -> answer(error, response));
  }

  private void answer(Throwable failure, Context context) {
    Throwable problem = JobView.cause(failure);
    if (problem instanceof WrongTypes wrong) {
      forms.answer(
          context, 422, new Problem(wrong.getMessage()), Map.of("detail", wrong.problems()));
    } else if (problem instanceof HttpResponseException response) {
      answer(response, context);
    } else if (problem instanceof HttpProblem http) {
      forms.answer(context, http.status(), new Problem(http.getMessage()));
    } else {
      log(context.method() + " " + context.path(), problem);
      forms.answer(context, ErrorKind.of(problem).status(), Problem.of(problem));
    }
  }

  /** Before a request is known: of no path. */
  private void answer(Error error, HttpServletResponse response) {
    log("a request", error);
    response.setStatus(ErrorKind.of(error).status());
    response.setContentType("application/json");
    try {
      response.getOutputStream().write(json.write(Problem.of(error)).getBytes(UTF_8));
    } catch (IOException clientHasGone) {
      throw new UncheckedIOException(clientHasGone);
    }
  }

  /** What Javalin refuses: a path or a method that is not there. */
  private void answer(HttpResponseException response, Context context) {
    TreeSet<String> allowed = new TreeSet<>();
    if (response.getStatus() == 405) {
      String methods = response.getDetails().getOrDefault("availableMethods", "");
      allowed.addAll(List.of(methods.split(", *")));
      allowed.remove("");
    }
    // Each route of GET answers HEAD too, so the two stand for each other in what Javalin names.
    if (allowed.contains("GET") || allowed.contains("HEAD")) {
      allowed.addAll(List.of("GET", "HEAD"));
    }
    // A plugin's route that was added after no handler was found and while Javalin asked which
    // methods the path has: it would say that GET is not allowed where only GET is. Or it is gone
    // again, and none is left to name.
    boolean cameTooLate = allowed.contains(context.method().name()) || allowed.isEmpty();
    int status = response.getStatus() == 405 && cameTooLate ? 404 : response.getStatus();
    if (status == 405) {
      allowed.add("OPTIONS");
      context.header("Allow", String.join(", ", allowed));
      if (context.method().equals(HandlerType.OPTIONS)) {
        context.status(204);
        return;
      }
    }
    String detail = detail(status, response);
    forms.answer(context, status, new Problem(detail), Map.of("detail", detail));
  }

  private static String detail(int status, HttpResponseException response) {
    return switch (status) {
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      default -> response.getMessage();
    };
  }

  /** Write down what is no fault of the request. */
  static void log(String where, Throwable problem) {
    if (problem instanceof TooLarge) {
      LOG.info("{}: {}", where, problem.getMessage());
    } else if (problem instanceof OutOfResources) {
      LOG.warn("{}: {}", where, problem.getMessage());
    } else if (!(problem instanceof BadRequest || problem instanceof CancellationException)) {
      LOG.error("{} failed", where, problem);
    }
  }

  /** What a failure is called in an answer and on the page. */
  static String sentence(Throwable problem) {
    if (problem instanceof CancellationException) {
      return "the generation was stopped before a picture was finished";
    } else if (problem instanceof OutOfMemoryError) {
      return "the Java heap is too small for this; ask for less at once, or start Kiln with"
          + " JAVA_TOOL_OPTIONS=-Xmx8g";
    }
    boolean meant =
        problem instanceof BadRequest
            || problem instanceof OutOfResources
            || problem instanceof GivenUp
            || problem instanceof PluginProblem;
    return meant
        ? problem.getMessage()
        : DiskReason.sentence(problem)
            .orElse("this is a fault of Kiln (" + problem + "); the log of the server says more");
  }
}
