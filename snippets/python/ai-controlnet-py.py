# name: ControlNet with diffusers (Python) / 用 diffusers 运行 ControlNet（Python）
# description: Canny edges of a photo in, a new picture with the same outlines out, on this computer / 在本机提取照片的 Canny 边缘，生成轮廓相同的新图片
# prefix: ai-controlnet-py
# terms: controlnet, canny-edge-detection, diffusers, stable-diffusion
# packages: diffusers, transformers, accelerate, torch, opencv-python
# file-template: true
# stop 1: a photo of a cat
# stop 2 x2: photo.png
# stop 3 x2: picture.png
# stop 4 choice after num_inference_steps=: 30 | 20 | 50
# stop 5 after controlnet_conditioning_scale=: 1.0
#region snippet
"""Draws a new picture along the edges of a photo.

Run it: python this_file.py photo.png picture.png
"""
import sys

import cv2
import numpy as np
import torch
from diffusers import ControlNetModel, StableDiffusionControlNetPipeline
from diffusers.utils import load_image
from PIL import Image, ImageOps

BASE_MODEL = "stable-diffusion-v1-5/stable-diffusion-v1-5"
# Trained with this base model and with Canny edges: neither may be exchanged alone.
CONTROL_NET = "lllyasviel/sd-controlnet-canny"
PROMPT = "a photo of a cat"
SIZE = (512, 512)


def find_edges(photo: Image.Image) -> Image.Image:
    """The edge map of a photo: white lines on black, in three channels, as ControlNet was trained."""
    gray = np.array(photo.convert("L"))
    edges = cv2.Canny(gray, threshold1=100, threshold2=200)
    return Image.fromarray(edges).convert("RGB")


def load_pipeline() -> StableDiffusionControlNetPipeline:
    """The pipeline on the fastest device of this computer. Half precision needs a GPU."""
    device = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    dtype = torch.float16 if device == "cuda" else torch.float32
    controlnet = ControlNetModel.from_pretrained(CONTROL_NET)
    pipeline = StableDiffusionControlNetPipeline.from_pretrained(BASE_MODEL, controlnet=controlnet)
    return pipeline.to(device, dtype)


def main(photo_file: str = "photo.png", picture_file: str = "picture.png") -> None:
    photo = ImageOps.fit(load_image(photo_file), SIZE)
    result = load_pipeline()(
        PROMPT,
        image=find_edges(photo),  # The edges, not the photo.
        num_inference_steps=30,
        controlnet_conditioning_scale=1.0,
        generator=torch.Generator("cpu").manual_seed(0),
    )
    result.images[0].save(picture_file)


if __name__ == "__main__":
    main(*sys.argv[1:])
#endregion snippet
