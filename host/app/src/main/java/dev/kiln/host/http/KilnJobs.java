package dev.kiln.host.http;

import dev.kiln.host.fields.FieldTable;
import dev.kiln.host.fields.Kind;
import dev.kiln.host.fields.Values;
import dev.kiln.host.http.KilnRequests.Asked;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.job.Job;
import dev.kiln.host.job.JobQueue;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.ImageFields;
import dev.kiln.spi.BadRequest;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Kiln's own generation routes: strict fields, named plugin options, jobs with ids. */
final class KilnJobs {
  private static final String JOBS = "/kiln/v1/jobs";
  private static final String JOB = JOBS + "/{id}";

  private static final String INTERRUPT = "interrupt";
  private static final String FORGET = "forget";
  private static final FieldTable STOP =
      new FieldTable("Stop").with(Kind.FLAG, false, INTERRUPT, FORGET);

  private final JobQueue jobs;
  private final KilnRequests requests;
  private final JobEvents events;
  private final PictureCodec codec = new PictureCodec();

  KilnJobs(Backend backend, ApiJson json, ErrorForms forms) {
    this.jobs = backend.jobs();
    this.requests = new KilnRequests(backend, json);
    this.events = new JobEvents(json, forms);
  }

  List<HostRoute> routes() {
    return Stream.concat(drawing().stream(), following().stream()).toList();
  }

  private List<HostRoute> drawing() {
    return List.of(
        HostRoute.post(
                "/kiln/v1/txt2img",
                "Make pictures and wait for them",
                requests.fromText(),
                context -> wait(requests.fromText(context), context))
            .answering(409, 429, 503),
        HostRoute.post(
                "/kiln/v1/img2img",
                "Draw pictures anew and wait for them",
                requests.any(),
                this::redraw)
            .answering(409, 429, 503),
        HostRoute.post(JOBS, "Make pictures; the answer is the job", requests.any(), this::put)
            .answering(202, 429, 503));
  }

  private List<HostRoute> following() {
    return List.of(
        HostRoute.get(
            JOBS,
            "The running job, those that wait, and those that ended, the last one first",
            context -> context.json(jobs.list().stream().map(JobView::line).toList())),
        HostRoute.get(JOB, "How far a job is, and its pictures", this::show),
        HostRoute.delete(
                JOB,
                "Stop a job; with ?interrupt=true, keep the pictures as they are with the step under"
                    + " way; with ?forget=true, forget one that has ended",
                this::cancel)
            .asking(STOP),
        HostRoute.get(
            JOB + "/images/{index}",
            "A finished picture as PNG",
            context -> png(context, JobView::image)),
        HostRoute.get(
            JOB + "/pictures/{index}",
            "A picture that a plugin gave out, as PNG",
            context -> png(context, JobView::picture)),
        HostRoute.get(
                JOB + "/events",
                "A job's progress as server-sent events",
                context -> events.stream(job(context), context))
            .answering(429));
  }

  private Job submit(Asked asked) {
    return jobs.submit(asked.id().isEmpty() ? null : asked.id(), asked.request());
  }

  private void redraw(Context context) {
    Asked asked = requests.any(context);
    if (asked.request().get(ImageFields.INIT_IMAGES).isEmpty()) {
      throw new BadRequest(
          "there is no picture to begin with; give one in init_images, or use /kiln/v1/txt2img");
    }
    wait(asked, context);
  }

  private void put(Context context) {
    Asked asked = requests.any(context);
    Job job = submit(asked);
    // Nobody may ever ask how it ended.
    job.result()
        .exceptionally(
            problem -> {
              ErrorAnswers.log("job " + job.id(), JobView.cause(problem));
              return null;
            });
    context.status(202).json(warning(asked, new JobView(job).describe()));
  }

  private void wait(Asked asked, Context context) {
    Job job = submit(asked);
    context.json(warning(asked, withPictures(job, job.await())));
  }

  /** What was left out before the job began stands before what it warns of. */
  private static Map<String, @Nullable Object> warning(
      Asked asked, Map<String, @Nullable Object> view) {
    if (!asked.warnings().isEmpty()) {
      List<Object> all = new ArrayList<>(asked.warnings());
      all.addAll((List<?>) view.getOrDefault("warnings", List.of()));
      view.put("warnings", all);
    }
    return view;
  }

  private Map<String, @Nullable Object> withPictures(Job job, GenerationResult result) {
    Map<String, @Nullable Object> view = new JobView(job).describe();
    view.put(
        "png",
        result.images().stream()
            .map(image -> JobView.picture(image).encode())
            .map(Base64.getEncoder()::encodeToString)
            .toList());
    view.put("pictures_png", result.pictures().values().stream().map(codec::encode).toList());
    return view;
  }

  private void show(Context context) {
    context.json(new JobView(job(context)).describe());
  }

  private void cancel(Context context) {
    Job job = job(context);
    Values how = STOP.readQuery(context.queryParamMap());
    if (how.flag(FORGET)) {
      forget(job, context);
      return;
    }
    if (how.flag(INTERRUPT)) {
      job.interrupt();
    } else {
      job.cancel();
    }
    context.json(new JobView(job).describe());
  }

  private void forget(Job job, Context context) {
    if (!jobs.forget(job.id())) {
      throw new HttpProblem(409, "job \"" + job.id() + "\" has not ended; stop it first");
    }
    context.status(204);
  }

  private void png(Context context, BiFunction<JobView, Integer, Optional<byte[]>> pictures) {
    String index = context.pathParam("index");
    JobView view = new JobView(job(context));
    byte[] png =
        Optional.of(index)
            .filter(text -> text.matches("\\d{1,6}"))
            .flatMap(text -> pictures.apply(view, Integer.parseInt(text)))
            .orElseThrow(
                () ->
                    new HttpProblem(
                        404, "job \"" + context.pathParam("id") + "\" has no picture " + index));
    context.contentType("image/png").header("Cache-Control", "private, max-age=3600").result(png);
  }

  private Job job(Context context) {
    String id = context.pathParam("id");
    return jobs.find(id)
        .orElseThrow(
            () ->
                new HttpProblem(
                    404, "there is no job \"" + id + "\"; only the last finished ones are kept"));
  }
}
