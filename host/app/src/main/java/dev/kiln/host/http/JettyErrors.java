package dev.kiln.host.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What Jetty itself refuses, above all what is not valid HTTP, in the form of all other errors. */
final class JettyErrors extends ErrorHandler {
  /** An attribute of requests whose error already has a sentence. */
  private static final String MEANT = "dev.kiln.sentence";

  private final ApiJson json;
  private final ErrorForms forms;

  JettyErrors(ApiJson json, ErrorForms forms) {
    this.json = json;
    this.forms = forms;
  }

  /** Answer a problem that came up before Javalin; without it as a cause, which Jetty would log. */
  static void answer(HttpProblem problem, Request request, Response response, Callback done) {
    request.setAttribute(MEANT, true);
    Response.writeError(request, response, done, problem.status(), problem.getMessage());
  }

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      String message,
      Throwable cause,
      Callback done) {
    String detail =
        switch (code) {
          case HttpStatus.BAD_REQUEST_400 ->
              request.getAttribute(MEANT) != null
                  ? message
                  : "the request is not valid HTTP (" + message + "); mend the client";
          case HttpStatus.URI_TOO_LONG_414, HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
              "the first line and the headers of the request are larger than 8 KB; send less";
          default -> message;
        };
    SecurityHeaders.add(response.getHeaders());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    ErrorAnswers.Problem problem = new ErrorAnswers.Problem(detail);
    Object told = forms.body(path(request), code, problem, problem);
    byte[] body = json.write(told).getBytes(StandardCharsets.UTF_8);
    response.write(true, ByteBuffer.wrap(body), done);
  }

  /** Empty where the first line is broken. */
  private static String path(Request request) {
    String path = request.getHttpURI() == null ? null : request.getHttpURI().getPath();
    return path == null ? "" : path;
  }
}
