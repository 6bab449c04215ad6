package dev.kiln.host.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** What Jetty itself refuses, above all what is no sound HTTP, in the form of all other errors. */
final class JettyErrors extends ErrorHandler {
  private final ApiJson json;

  JettyErrors(ApiJson json) {
    this.json = json;
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
      @Nullable Throwable cause,
      Callback done) {
    String detail =
        switch (code) {
          case HttpStatus.BAD_REQUEST_400 ->
              cause instanceof HttpProblem
                  ? message
                  : "the request is no sound HTTP (" + message + "); mend the client";
          case HttpStatus.URI_TOO_LONG_414, HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
              "the first line and the headers of the request are larger than 8 KB; send less";
          default -> message;
        };
    SecurityHeaders.add(response.getHeaders());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    byte[] body = json.write(new ErrorAnswers.Problem(detail)).getBytes(StandardCharsets.UTF_8);
    response.write(true, ByteBuffer.wrap(body), done);
  }
}
