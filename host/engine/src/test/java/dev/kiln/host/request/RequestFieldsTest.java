package dev.kiln.host.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.testing.WrongValue;
import dev.kiln.spi.BadRequest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequestFieldsTest {
  @Test
  void everyFieldIsListedOnceAndHasANameOfItsOwn() {
    List<String> declared =
        Stream.of(RequestFields.class, NoiseFields.class, ImageFields.class)
            .flatMap(table -> Arrays.stream(table.getFields()))
            .filter(field -> field.getType() == RequestField.class)
            .map(field -> field.getName().toLowerCase())
            .toList();
    assertThat(RequestFields.ALL)
        .extracting(RequestField::name)
        .containsExactlyInAnyOrderElementsOf(declared)
        .doesNotHaveDuplicates();
  }

  @Test
  void defaultsAreWithinTheirBounds() {
    assertThatCode(() -> GenerationRequest.of("").build().check()).doesNotThrowAnyException();
    assertThat(GenerationRequest.of("").build().values()).isEmpty();
  }

  @Test
  void whatIsOutOfBoundsIsRefusedByOneSentence() {
    assertThat(WrongValue.all())
        .extracting(WrongValue::field)
        .containsExactlyInAnyOrderElementsOf(
            RequestFields.ALL.stream()
                .filter(field -> !field.bounds().equals(Bounds.NONE))
                .toList());
    for (WrongValue wrong : WrongValue.all()) {
      boolean whole = wrong.field().type().written() != Double.class;
      Number value = whole ? (Number) Long.valueOf(wrong.value()) : Double.valueOf(wrong.value());
      GenerationRequestBuilder request = GenerationRequest.of("").read(wrong.field(), value);
      assertThatThrownBy(() -> request.build().check())
          .isInstanceOf(BadRequest.class)
          .hasMessage(wrong.sentence());
    }
  }

  @Test
  void aFieldThatIsSetToItsDefaultIsAsIfItWereNot() {
    GenerationRequest request = GenerationRequest.of("a cat").steps(20).cfgScale(7).build();
    assertThat(request).isEqualTo(GenerationRequest.of("a cat").build());
    assertThat(GenerationRequest.of("a cat").steps(9).steps(20).build()).isEqualTo(request);
  }

  @Test
  void aListOfPromptsHasOneForEachPicture() {
    for (RequestField<List<String>> field :
        List.of(RequestFields.PROMPTS, RequestFields.NEGATIVE_PROMPTS)) {
      GenerationRequestBuilder request = GenerationRequest.of("").batch(2, 3);
      assertThatThrownBy(() -> request.with(field, List.of("a", "b")).build().check())
          .isInstanceOf(BadRequest.class)
          .hasMessage(
              field
                  + " has 2 texts, but 6 pictures are asked for (batch size times batch count);"
                  + " give one for each");
      assertThatThrownBy(() -> request.read(field, List.of("a", 1)))
          .isInstanceOf(BadRequest.class)
          .hasMessage(field + " has the entry 1; it must be a list of texts");
    }
  }
}
