package dev.kiln.host.http;

import dev.kiln.host.DiskReason;
import dev.kiln.host.OutOfResources;
import dev.kiln.host.TooLarge;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every error as JSON. The fields are webUI's: {@code error} is a kind, {@code detail} the sentence
 * to show; values of a wrong type answer as FastAPI does, with a list.
 */
final class ErrorAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

  private ErrorAnswers() {}

  /** webUI's form; the last two are always empty, as they are there. */
  private record Problem(String error, String detail, String body, String errors) {}

  static void register(RoutesConfig routes) {
    routes.exception(Exception.class, (problem, context) -> answer(problem, context));
    // Without this, the more specific handler that Javalin brings would answer in plain text.
    routes.exception(HttpResponseException.class, (problem, context) -> answer(problem, context));
  }

  private static void answer(Throwable problem, Context context) {
    if (problem instanceof WrongTypes wrong) {
      context.status(422).json(Map.of("detail", wrong.problems()));
    } else if (problem instanceof HttpResponseException response) {
      int status = cameTooLate(response, context) ? 404 : response.getStatus();
      context.status(status).json(Map.of("detail", detail(status, response)));
    } else if (problem instanceof HttpProblem http) {
      answer(context, http.status(), "HTTPException", http.getMessage());
    } else if (problem instanceof BadRequest || problem instanceof TooLarge) {
      answer(context, 422, problem.getClass().getSimpleName(), problem.getMessage());
    } else if (problem instanceof CancellationException) {
      String sentence = "the generation was stopped before a picture was finished";
      answer(context, 409, "Interrupted", sentence);
    } else {
      log(context.method() + " " + context.path(), problem);
      int status = problem instanceof OutOfResources ? 503 : 500;
      answer(context, status, problem.getClass().getSimpleName(), sentence(problem));
    }
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

  private static void answer(Context context, int status, String error, String detail) {
    context.status(status).json(new Problem(error, detail, "", ""));
  }

  /** What a job's failure is called on the page. */
  static String sentence(Throwable problem) {
    boolean meant =
        problem instanceof BadRequest
            || problem instanceof OutOfResources
            || problem instanceof PluginProblem;
    return meant
        ? problem.getMessage()
        : DiskReason.sentence(problem)
            .orElse("this is a fault of Kiln (" + problem + "); the log of the server says more");
  }

  /**
   * A plugin's route that was added after no handler was found and before Javalin asked which
   * methods the path has: it would say that GET is not allowed where only GET is.
   */
  private static boolean cameTooLate(HttpResponseException response, Context context) {
    String allowed = response.getDetails().getOrDefault("availableMethods", "");
    return response.getStatus() == 405
        && List.of(allowed.split(", *")).contains(context.method().name());
  }

  private static String detail(int status, HttpResponseException response) {
    return switch (status) {
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      default -> response.getMessage();
    };
  }
}
