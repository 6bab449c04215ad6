package dev.kiln.plugin.openaiapi;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.host.Generated;
import dev.kiln.spi.host.GenerationJob;
import dev.kiln.spi.host.GenerationWatcher;
import dev.kiln.spi.host.Generations;
import dev.kiln.spi.index.ErrorForm;
import dev.kiln.spi.index.Route;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.pf4j.Extension;

/** Draws pictures, and draws others anew, as OpenAI's images API answers. */
@Extension
@Singleton
@ErrorForm(
    path = "/v1",
    request = OpenAiError.REQUEST,
    server = OpenAiError.SERVER,
    badRequest = 400)
@Route(method = "POST", path = ImagesRoute.GENERATIONS, summary = "OpenAI's: pictures from text")
@Route(
    method = "POST",
    path = ImagesRoute.EDITS,
    summary = "OpenAI's: a picture drawn anew, or a part of it",
    parts = {
      "image",
      "image[]",
      "mask",
      "prompt",
      "model",
      "n",
      "size",
      "quality",
      "response_format",
      "output_format",
      "output_compression",
      "background",
      "stream",
      "partial_images",
      "image_url",
      "user",
      "kiln"
    })
@Route(
    method = "POST",
    path = ImagesRoute.VARIATIONS,
    summary = "OpenAI's: pictures like one",
    parts = {"image", "model", "n", "size", "response_format", "user", "kiln"})
public final class ImagesRoute implements HttpEndpoint {
  static final String GENERATIONS = "/v1/images/generations";
  static final String EDITS = "/v1/images/edits";
  static final String VARIATIONS = "/v1/images/variations";

  /** The header that names the model of an answer. */
  static final String MODEL = "Kiln-Model";

  private final Requests requests;
  private final Generations generations;
  private final Answers answers;
  private final Models models;

  @Inject
  ImagesRoute(Requests requests, Generations generations, Answers answers, Models models) {
    this.requests = requests;
    this.generations = generations;
    this.answers = answers;
    this.models = models;
  }

  @Override
  public ApiResponse handle(ApiCall call) throws IOException, InterruptedException {
    Asked asked =
        switch (call.route()) {
          case GENERATIONS -> requests.generation(call);
          case EDITS -> requests.edit(call);
          default -> requests.variation(call);
        };
    String kind = call.route().equals(GENERATIONS) ? "image_generation" : "image_edit";
    ApiResponse answer = asked.output().stream() ? streamed(kind, asked) : whole(call, asked);
    return answer.with(MODEL, asked.model().isEmpty() ? models.current() : asked.model());
  }

  /** What is wrong with the request is said before the stream begins. */
  private ApiResponse streamed(String kind, Asked asked) {
    ImageEvents events = new ImageEvents(kind, asked, answers);
    GenerationJob job = generations.submit(asked.drawing(), events);
    return new ApiResponse.Events(listener -> events.send(job, listener));
  }

  private ApiResponse whole(ApiCall call, Asked asked) throws InterruptedException {
    GenerationJob job = generations.submit(asked.drawing(), GenerationWatcher.NONE);
    try {
      Generated made = job.await();
      String pictures = call.origin() + "/kiln/v1/jobs/" + job.id() + "/images/";
      return ApiResponse.ok(answers.all(asked, made, pictures));
    } catch (CancellationException e) {
      // Not the host's 409, after which OpenAI's clients would ask again.
      throw new BadRequest("the generation was stopped before a picture was finished", e);
    } catch (InterruptedException e) {
      job.cancel();
      throw e;
    }
  }
}
