# Makes lcm.json: diffusers' LCMScheduler on a network that is a formula, with noise that is a formula.
import json, math
import torch
import diffusers
from diffusers import LCMScheduler
from diffusers.schedulers import scheduling_lcm

SIZE = 6
start = torch.tensor([math.sin(1 + 2 * i) * 1.3 for i in range(SIZE)], dtype=torch.float64)

def noise(k):
    return torch.tensor([math.cos(3 + k + 5 * i) * 1.2 for i in range(SIZE)], dtype=torch.float64)

def epsilon(x, t):
    return 0.9 * x + 0.1 * math.cos(t / 300)

runs = []
for steps in (1, 2, 4, 8):
    drawn = []
    def randn(shape, generator=None, device=None, dtype=None):
        drawn.append(noise(len(drawn)))
        return drawn[-1]
    scheduling_lcm.randn_tensor = randn
    scheduler = LCMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", prediction_type="epsilon", clip_sample=False)
    scheduler.alphas_cumprod = scheduler.alphas_cumprod.double()
    scheduler.set_timesteps(steps)
    x = start.clone()
    for t in scheduler.timesteps:
        x = scheduler.step(epsilon(x, int(t)), t, x).prev_sample
    runs.append({"timesteps": [int(t) for t in scheduler.timesteps], "noises": [n.tolist() for n in drawn], "result": x.tolist()})
print(json.dumps({"made": f"by LCMScheduler of diffusers {diffusers.__version__}: unit noise \"start\", epsilon = 0.9 x + 0.1 cos(t / 300), betas scaled_linear 0.00085 to 0.012", "start": start.tolist(), "runs": runs}, indent=1))
