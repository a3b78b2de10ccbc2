from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models


class Account(AbstractBaseUser):
    """The rows of the application's accounts, with the little that a login needs."""

    username = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=200)

    USERNAME_FIELD = "username"

    class Meta:
        managed = False
        db_table = "accounts_user"

    def __str__(self) -> str:
        return f"account {self.pk}"
