"""The addresses of signing in, shared by provider's door and admin, and of one's own account."""

from django.urls import path

from . import authenticator as enrolment
from . import held, own, passkeys, sign_in, steps, welcome

app_name = "account"

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign_in"),
    path("sign-out/", sign_in.SignOut.as_view(), name="sign_out"),
    path("sign-in/code/", steps.code, name="code"),
    path("sign-in/passkey/", passkeys.use, name="use_passkey"),
    path("sign-in/authenticator/", steps.first_authenticator, name="first_authenticator"),
    path("sign-in/password/", steps.new_password, name="new_password"),
    path("sign-in/go-on/", steps.go_on, name="go_on"),
    path("welcome/<str:token>/", welcome.welcome, name="welcome"),
    path("", own.own, name="own"),
    path("held/", held.held, name="held"),
    path("stay/", held.stay, name="stay"),
    path("password/", own.password, name="password"),
    path("authenticator/", enrolment.change, name="authenticator"),
    path("authenticator/confirm/", enrolment.confirm_changed, name="confirm_authenticator"),
    path("passkeys/", passkeys.passkeys, name="passkeys"),
    path("passkeys/new/", passkeys.new_passkey, name="new_passkey"),
    path("recovery-codes/", own.recovery_codes, name="recovery_codes"),
    path("sessions/<str:key>/end/", own.end, name="end_session"),
]
