package dev.kiln.plugin.openaiapi;

import java.util.Map;

/** OpenAI's form of an error, for those that the host tells and those of this plugin. */
final class OpenAiError {
  private static final String BEGIN = "{\"error\":{\"message\":\"{detail}\",\"type\":\"";
  private static final String END = "\",\"param\":null,\"code\":\"{error}\"}}";
  private static final String INVALID = "invalid_request_error";

  /** Of what the client can mend. */
  static final String REQUEST = BEGIN + INVALID + END;

  /** Of what it cannot. */
  static final String SERVER = BEGIN + "server_error" + END;

  private OpenAiError() {}

  /**
   * @param param the field that is wrong
   */
  static Map<String, Object> of(String message, String param, String code) {
    return Map.of(
        "error", Map.of("message", message, "type", INVALID, "param", param, "code", code));
  }
}
