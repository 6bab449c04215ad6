package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.TooLarge;
import dev.kiln.host.http.TestingServer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebuiErrorsTest {
  private static final String ROUTE = "/sdapi/v1/txt2img";
  private final TestingServer server = TestingServer.free();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anUnknownSamplerIs400() throws Exception {
    Answer answer = server.post(ROUTE, "{\"sampler_name\":\"Eular\"}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().toString()).isEqualTo(error("HTTPException", "Sampler not found"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"enable_hr":true}              | enable_hr is set, but no installed plugin offers it; leave it out or install one that does
          {"tiling":true}                 | tiling is set, but no installed plugin offers it; leave it out or install one that does
          {"styles":["x"]}                | styles is set, but no installed plugin offers it; leave it out or install one that does
          {"prompt":["a","b"],"negative_prompt":["c"]} | prompt is a list of 2 and negative_prompt one of 1; give as many of both
          {"prompt":[]}                   | the list of prompts is empty; give one prompt for each picture
          {"override_settings":{"samples_format":"gif"}} | samples_format is "gif"; it must be png, jpg, jpeg or webp
          {"override_settings":{"jpeg_quality":0}} | jpeg_quality is 0; it must be 1 to 100
          {"steps":1000000000000}         | steps is 1000000000000, which is out of all bounds
          {"override_settings":{"randn_source":"CPU"}} | randn_source is CPU; Kiln has only NV, leave it out
          {"override_settings":{"uni_pc_order":2}} | uni_pc_order is 2; Kiln has only 3, leave it out
          {"override_settings":{"emphasis":"x"}} | emphasis is "x"; it must be one of: None, Ignore, Original, No norm
          {"force_task_id":"a b"}         | job id "a b" is not 1 to 100 letters, digits or any of . _ ( ) -; give another or leave it out
          """)
  void whatCannotBeDoneIs422(String body, String detail) throws Exception {
    Answer answer = server.post(ROUTE, body);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json())
        .isEqualTo(server.parse(error("BadRequest", detail.replace("\"", "\\\""))));
    assertThat(server.generator.requests).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"script_name":"x/y/z plot"}            | Script 'x/y/z plot' not found
          {"alwayson_scripts":{"ADetailer":{}}}   | always on script ADetailer not found
          """)
  void anUnknownScriptIs422(String body, String detail) throws Exception {
    Answer answer = server.post(ROUTE, body);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().toString()).isEqualTo(error("HTTPException", detail));
  }

  @Test
  void valuesOfTheWrongTypeAreAllNamedInTheFormOfFastApi() throws Exception {
    Answer answer =
        server.post(
            ROUTE,
            "{\"steps\":\"many\",\"cfg_scale\":[],\"prompt\":{},\"tiling\":\"perhaps\","
                + "\"styles\":\"a\",\"override_settings\":1,\"width\":64.5}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json())
        .isEqualTo(
            server.parse(
                """
                {"detail":[
                {"loc":["body","prompt"],"msg":"str type expected","type":"type_error.str","input":"{}"},
                {"loc":["body","styles"],"msg":"value is not a valid list","type":"type_error.list","input":"\\"a\\""},
                {"loc":["body","steps"],"msg":"value is not a valid integer","type":"type_error.integer","input":"\\"many\\""},
                {"loc":["body","cfg_scale"],"msg":"value is not a valid float","type":"type_error.float","input":"[]"},
                {"loc":["body","width"],"msg":"value is not a valid integer","type":"type_error.integer","input":"64.5"},
                {"loc":["body","tiling"],"msg":"value could not be parsed to a boolean","type":"type_error.bool","input":"\\"perhaps\\""},
                {"loc":["body","override_settings"],"msg":"value is not a valid dict","type":"type_error.dict","input":"1"}]}
                """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{\"prompt\":\"a}", "{'a':1}", "{}x", "{} {}", "{\"a\":1,\"a\":2}"})
  void whatIsNoJsonIs422(String body) throws Exception {
    Answer answer = server.post(ROUTE, body);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().at("/detail/0/loc/0").asText()).isEqualTo("body");
    assertThat(answer.json().at("/detail/0/type").asText()).isEqualTo("value_error.jsondecode");
    assertThat(answer.json().at("/detail/0/msg").asText())
        .isNotEmpty()
        .doesNotContain("Source", "REDACTED", "\n");
  }

  @Test
  void jsonThatIsNoObjectIs422() throws Exception {
    Answer answer = server.post(ROUTE, "[]");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().toString())
        .isEqualTo(
            "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"value is not a valid dict\","
                + "\"type\":\"type_error.dict\"}]}");
  }

  @Test
  void aGuidanceThatIsNotFiniteIsNoNumber() throws Exception {
    Answer answer = server.post(ROUTE, "{\"cfg_scale\":NaN}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().toString())
        .isEqualTo(
            "{\"detail\":[{\"loc\":[\"body\",\"cfg_scale\"],"
                + "\"msg\":\"value is not a valid float\",\"type\":\"type_error.float\","
                + "\"input\":\"NaN\"}]}");
  }

  @Test
  void aSizeWhoseMemoryCannotBeHadIs422() throws Exception {
    server.generator.onWork(
        request -> {
          throw new TooLarge("8192x8192 needs too much; ask for a smaller size");
        });
    Answer answer = server.post(ROUTE, "{\"width\":8192,\"height\":8192}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().toString())
        .isEqualTo(error("TooLarge", "8192x8192 needs too much; ask for a smaller size"));
  }

  private static String error(String kind, String detail) {
    return "{\"error\":\""
        + kind
        + "\",\"detail\":\""
        + detail
        + "\",\"body\":\"\",\"errors\":\"\"}";
  }
}
