package dev.kiln.host.pipeline.pass;

import dev.kiln.spi.generate.StepView;

/** The current position in a pass. The loop advances it, and everyone else reads it. */
public final class StepClock implements StepView {
  private final int steps;
  private final int evaluations;
  private int step;
  private int evaluation;
  private double sigma;

  public StepClock(int steps, int evaluations) {
    this.steps = steps;
    this.evaluations = evaluations;
  }

  void evaluationBegins(double sigma) {
    this.sigma = sigma;
  }

  void evaluationEnded() {
    evaluation++;
  }

  void stepEnded(int finished) {
    step = finished + 1;
  }

  @Override
  public int step() {
    return step;
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public int evaluation() {
    return evaluation;
  }

  @Override
  public int evaluations() {
    return evaluations;
  }

  @Override
  public double sigma() {
    return sigma;
  }
}
