package dev.kiln.plugin.latentcouple;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.hook.ConditionProcessor;
import dev.kiln.spi.testkit.ConditionProcessorContract;
import dev.kiln.spi.testkit.FakePass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinedConditionsTest extends ConditionProcessorContract {
  private final JoinedConditions joined = new JoinedConditions();

  @Override
  protected ConditionProcessor processor() {
    return joined;
  }

  @Override
  protected RequestContext request() {
    FakePass request = FakePass.with(TestingOptions.with("mode", "attention"));
    TestingOptions.prompts().process(Prompts.of("meadow AND a girl AND a boy", "rain"), request);
    return request;
  }

  @Test
  void partsOfOtherLengthsInOneRequestAreRefused() {
    RequestContext request = request();
    Conditions conditions = conditions();
    joined.process(conditions, request);
    List<Conditions.Part> turned = new ArrayList<>(conditions.parts());
    Collections.reverse(turned);
    turned.set(0, conditions.parts().get(1));
    assertThatThrownBy(() -> joined.process(new Conditions(turned, conditions.negative()), request))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "latent-couple: the prompts of the pictures differ in the lengths or weights of their parts, which in attention mode are the same for all pictures of a request; make a request for each, or use the classic mode");
  }
}
